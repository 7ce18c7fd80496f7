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
. "${0%/*}/home.sh"
nft -f - <<'RULES' || exit 9
table inet watch {
  counter past { }
  chain home {
    type filter hook prerouting priority -300; policy accept;
    iifname "lan0" ip daddr 10.79.0.1 tcp dport { 1080, 8888 } accept
    iifname "lan0" ip daddr 10.79.0.1 udp dport 40000-40100 accept
    iifname "lan0" counter name past drop
  }
}
RULES
nsenter -t "$home" -n sh -c 'echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6
  ip link set lo up; ip addr add 10.79.0.2/24 dev eth0
  ip link set eth0 up; ip route add default via 10.79.0.1'
echo READY
until [ -e "$dir/go" ]; do sleep 0.1; done
exec $2
