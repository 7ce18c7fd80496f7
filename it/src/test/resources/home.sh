# Read by the scripts of tests: a home and the world, with this shell between them. Each is a network
# namespace; theirs stay as long as this shell's does. How those at home are set up is left to the
# reader.
#
# $dir: where the pids of the two go; sets $home and $world to them
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
# an address that is taken for one of the internet, for some daemons refuse to serve behind others
ip addr add 9.79.0.1/24 dev wan0
ip link set wan0 up
nsenter -t "$world" -n sh -c 'ip link set lo up; ip addr add 9.79.0.2/24 dev eth0
  ip link set eth0 up'
