# Read by the launcher and by build-freshet, with $root set.
built=$root/target/freshet

# Whether a build is there and no source is newer than it. What came without sources is as it is.
fresh() {
  [ -f "$built/current" ] || return 1
  [ -f "$root/pom.xml" ] || return 0
  [ -z "$(find "$root/tools" "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main \
    -newer "$built/current" 2>/dev/null | head -n 1)" ]
}
