# A street: machines on one wire that leads nowhere, each a network namespace with an address of its
# own, 10.79.0.1 and up. They stay as long as this shell does.
#
# $1: where their pids go, as 1.pid and up; $2: how many
dir=$1
ip link set lo up
ip link add br0 type bridge
ip link set br0 up
n=0
while [ $n -lt "$2" ]; do
  n=$((n + 1))
  unshare -n sh -c 'echo $$ >"$0.new"; mv "$0.new" "$0.pid"; exec sleep 600' "$dir/$n" &
  until [ -e "$dir/$n.pid" ]; do sleep 0.1; done
  machine=$(cat "$dir/$n.pid")
  ip link add "port$n" type veth peer name eth0 netns "$machine"
  ip link set "port$n" master br0 up
  # calls on the local network need a route, as they have where there is a gateway
  nsenter -t "$machine" -n sh -c "ip link set lo up
    ip addr add 10.79.0.$n/24 dev eth0; ip link set eth0 up; ip route add 224.0.0.0/4 dev eth0"
done
echo READY
exec sleep 600
