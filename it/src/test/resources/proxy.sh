# A home whose router lets nothing through, with proxies on the router, beside the world: three
# network namespaces. This shell's own is the router's; the other two stay as long as it does. Who
# is in the world has a name that only the world and the proxies know, and whatever comes from home
# and is not for a proxy is counted.
#
# $1: where the router's files go; $2: the command of the proxy
dir=$1
mount -t tmpfs tmpfs /run
echo '127.0.0.1 localhost' >"$dir/hosts"
echo '9.79.0.2 tracker.test' >>"$dir/hosts"
mount --bind "$dir/hosts" /etc/hosts
for place in home world; do
  unshare -n sh -c 'echo $$ >"$0.new"; mv "$0.new" "$0.pid"; exec sleep 600' "$dir/$place" &
done
until [ -e "$dir/home.pid" ] && [ -e "$dir/world.pid" ]; do sleep 0.1; done
home=$(cat "$dir/home.pid")
world=$(cat "$dir/world.pid")
ip link set lo up
ip link add lan0 type veth peer name eth0 netns "$home"
ip link add wan0 type veth peer name eth0 netns "$world"
ip addr add 10.79.0.1/24 dev lan0
ip link set lan0 up
ip addr add 9.79.0.1/24 dev wan0
ip link set wan0 up
nft -f - <<'RULES' || exit 9
table inet watch {
  counter past { }
  chain home {
    type filter hook prerouting priority -300; policy accept;
    iifname "lan0" ip daddr 10.79.0.1 tcp dport { 1080, 8888 } accept
    iifname "lan0" counter name past drop
  }
}
RULES
nsenter -t "$home" -n sh -c 'echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6
  ip link set lo up; ip addr add 10.79.0.2/24 dev eth0
  ip link set eth0 up; ip route add default via 10.79.0.1'
nsenter -t "$world" -n sh -c 'ip link set lo up; ip addr add 9.79.0.2/24 dev eth0
  ip link set eth0 up'
echo READY
until [ -e "$dir/go" ]; do sleep 0.1; done
exec $2
