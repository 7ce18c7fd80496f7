# A home with an address of the internet, behind a router that lets everything through, beside the
# world: three network namespaces. This shell's own is the router's; the other two stay as long as it
# does.
#
# $1: where the pids of home and world go
dir=$1
. "${0%/*}/home.sh"
echo 1 >/proc/sys/net/ipv4/ip_forward
ip addr add 8.79.0.1/24 dev lan0
nsenter -t "$home" -n sh -c 'ip link set lo up; ip addr add 8.79.0.2/24 dev eth0
  ip link set eth0 up; ip route add default via 8.79.0.1'
nsenter -t "$world" -n ip route add default via 9.79.0.1
echo READY
exec sleep 600
