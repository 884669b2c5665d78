#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Shows in which order the commits of a table reach the disk, and what that costs. Needs strace (Linux).
set -eu
cd "$(dirname "$0")/../.."
./mvnw -q -Dquick -pl core -am test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath.txt
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/traced" "$work/cost"
run="java --add-opens=java.base/java.nio=ALL-UNNAMED -Djava.io.tmpdir=$work -Dorg.slf4j.simpleLogger.defaultLogLevel=warn
  -cp core/target/test-classes:core/target/classes:$(cat core/target/classpath.txt)
  dev.joust.internal.change.DurabilityTrace"
LANCE_LOG=error strace -f -y -o "$work/trace" -e trace=fsync,fdatasync,rename,renameat,renameat2,link,linkat \
  $run "$work/traced" trace
sed -n '/"== create"/,/"== end"/p' "$work/trace" | sed '$d' \
  | sed -E -e "s#$work/traced/##g" -e 's/^[0-9]+ +//' -e 's/^rename\("== ([a-z]+)".*/\n\1/' -e 's/ += 0$//' \
    -e 's/^(fsync|fdatasync)\([0-9]+<(.*)>\)/\1  \2/' -e 's/^(renameat2?|rename|linkat|link)\((.*)\)$/\1  \2/' \
    -e 's/AT_FDCWD<[^>]*>, //g' -e 's/, 0$//' -e 's/[0-9a-f-]{30,}\.(lance|txn)/<name>.\1/g'
echo
LANCE_LOG=error $run "$work/cost" cost
