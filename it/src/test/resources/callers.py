# Calls for a torrent on the local network (BEP 14), straight to one machine and again and again,
# from addresses of ours, each with a TCP port of its own; says "ADDRESS was called" when somebody
# connects to that.
#
# callers.py INFO_HASH MACHINE ADDRESS...
import socket, sys, threading, time

info_hash, machine, addresses = sys.argv[1], sys.argv[2], sys.argv[3:]


def call(address):
    ear = socket.create_server(("", 0))
    port = ear.getsockname()[1]
    mouth = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    mouth.bind((address, 0))
    text = (
        "BT-SEARCH * HTTP/1.1\r\nHost: 239.192.152.143:6771\r\n"
        f"Port: {port}\r\nInfohash: {info_hash}\r\ncookie: of-{address}\r\n\r\n\r\n"
    ).encode()

    def repeat():
        while True:
            mouth.sendto(text, (machine, 6771))
            time.sleep(0.2)

    threading.Thread(target=repeat, daemon=True).start()
    while True:
        ear.accept()[0].close()
        print(address, "was called", flush=True)


for address in addresses:
    threading.Thread(target=call, args=(address,), daemon=True).start()
time.sleep(600)
