#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs the benchmarks and prints their figures as Markdown: benchmarks/run.sh [encodings|appends|reads|ingest|features|zero-rewrite|images|loaders|feed-efficiency|permutations|commits|memory|refreshes|maintenance|decode|duplicates|recall|recall-overlapping|recall-clip|embeddings[=CLIP]|search]...
# CLIP is the folder of a model of real size, which python/models/export_real.py writes; see docs/benchmarks.md.
# Without arguments it runs all of them. JOUST_BENCHMARK_DIR says where the tables go (default: a new folder under
# $TMPDIR, removed at the end; about 9 GB).
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"
./mvnw -q -Dquick -pl benchmarks -am compile dependency:build-classpath \
    -DincludeScope=runtime -Dmdep.outputFile=target/classpath.txt >&2
if [ $# -eq 0 ]; then
    set -- encodings appends reads ingest features zero-rewrite images loaders feed-efficiency permutations commits memory refreshes maintenance decode duplicates recall recall-overlapping recall-clip embeddings search
fi
work=$(mktemp -d "${JOUST_BENCHMARK_DIR:-${TMPDIR:-/tmp}}/joust-benchmarks.XXXXXX")
trap 'rm -rf "$work"' EXIT INT TERM
for name in "$@"; do
    case $name in
        *=*) argument=${name#*=} ;;
        *) argument= ;;
    esac
    # On up to three cores Lance 7.0.0 chooses one thread, with which it never ends writing a large full text index
    # (lancedb/lancedb#3568). ONNX Runtime 1.29.0 ends a process whose command line is 4 KB long, so that the class path
    # is not in it.
    CLASSPATH="benchmarks/target/classes:$(cat benchmarks/target/classpath.txt)" \
        LANCE_LOG=error LANCE_CPU_THREADS="${LANCE_CPU_THREADS:-4}" "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx2g \
        --add-opens=java.base/java.nio=ALL-UNNAMED -Djava.io.tmpdir="$work" \
        -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
        dev.joust.benchmarks.Main "${name%%=*}" "$work" ${argument:+"$argument"}
done
