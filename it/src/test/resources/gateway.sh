# A home behind a gateway, beside the world: three network namespaces. This shell's own is the
# gateway's; the other two stay as long as it does.
#
# $1: where the gateway's files go; $2...: lines of the daemon's settings
dir=$1
shift
mount -t tmpfs tmpfs /run
. "${0%/*}/home.sh"
echo 1 >/proc/sys/net/ipv4/ip_forward
nsenter -t "$home" -n sh -c 'ip link set lo up; ip addr add 10.79.0.2/24 dev eth0
  ip link set eth0 up; ip route add default via 10.79.0.1'
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
