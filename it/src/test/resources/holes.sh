# Two homes, each behind a router of its own that lets nobody in who was not written to first, and
# the world between them: five network namespaces. This shell's own is the world's, with the address
# 9.79.0.2; the others stay as long as it does. The routers keep the port of whoever writes out of
# them, as most do.
#
# $1: where the pids of the homes and of the world go
dir=$1
ip link set lo up
ip link add br0 type bridge
ip addr add 9.79.0.2/24 dev br0
ip link set br0 up
n=0
for place in home other; do
  n=$((n + 1))
  for part in "$place" "$place-router"; do
    unshare -n sh -c 'echo $$ >"$0.new"; mv "$0.new" "$0.pid"; exec sleep 600' "$dir/$part" &
  done
  until [ -e "$dir/$place.pid" ] && [ -e "$dir/$place-router.pid" ]; do sleep 0.1; done
  home=$(cat "$dir/$place.pid")
  router=$(cat "$dir/$place-router.pid")
  ip link add "port$n" type veth peer name wan0 netns "$router"
  ip link set "port$n" master br0 up
  nsenter -t "$router" -n ip link add lan0 type veth peer name eth0 netns "$home"
  nsenter -t "$router" -n sh -c "ip link set lo up
    ip addr add 9.79.0.1$n/24 dev wan0; ip link set wan0 up
    ip addr add 10.79.$n.1/24 dev lan0; ip link set lan0 up
    echo 1 >/proc/sys/net/ipv4/ip_forward"
  nsenter -t "$router" -n nft -f - <<'RULES' || exit 9
table inet router {
  chain input {
    type filter hook input priority 0; policy accept;
    ct state established,related accept
    iifname "wan0" drop
  }
  chain forward {
    type filter hook forward priority 0; policy drop;
    ct state established,related accept
    iifname "lan0" accept
  }
  chain postrouting {
    type nat hook postrouting priority 100
    oifname "wan0" masquerade
  }
}
RULES
  nsenter -t "$home" -n sh -c "ip link set lo up; ip addr add 10.79.$n.2/24 dev eth0
    ip link set eth0 up; ip route add default via 10.79.$n.1"
done
echo $$ >"$dir/world.pid"
echo READY
exec sleep 600
