# A home behind a gateway, beside the world: three network namespaces. This shell's own is the
# gateway's; the other two stay as long as it does.
#
# $1: where the gateway's files go; $2...: lines of the daemon's settings
dir=$1
shift
mount -t tmpfs tmpfs /run
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
# an address that the daemon takes for one of the internet, for it refuses to serve behind others
ip addr add 9.79.0.1/24 dev wan0
ip link set wan0 up
echo 1 >/proc/sys/net/ipv4/ip_forward
nsenter -t "$home" -n sh -c 'ip link set lo up; ip addr add 10.79.0.2/24 dev eth0
  ip link set eth0 up; ip route add default via 10.79.0.1'
nsenter -t "$world" -n sh -c 'ip link set lo up; ip addr add 9.79.0.2/24 dev eth0
  ip link set eth0 up'
nft -f - <<'RULES' || exit 9
table inet filter {
  chain forward {
    type filter hook forward priority 0; policy drop;
    ct state established,related accept
    iifname "lan0" accept
    jump miniupnpd
  }
  chain miniupnpd { }
  chain prerouting_miniupnpd { }
  chain postrouting_miniupnpd { }
  chain prerouting { type nat hook prerouting priority -100; jump prerouting_miniupnpd; }
  chain postrouting {
    type nat hook postrouting priority 100
    jump postrouting_miniupnpd
    oifname "wan0" masquerade
  }
}
RULES
{
  echo ext_ifname=wan0
  echo listening_ip=lan0
  echo port=5000
  echo uuid=00000000-0000-0000-0000-000000000000
  echo upnp_table_name=filter
  echo upnp_nat_table_name=filter
  echo secure_mode=yes
  for line; do echo "$line"; done
} >"$dir/miniupnpd.conf"
echo READY
exec miniupnpd -f "$dir/miniupnpd.conf" -P "$dir/miniupnpd.pid" -d
