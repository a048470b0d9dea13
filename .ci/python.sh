#!/bin/sh
# Prints the first Python on the PATH that is new enough, or says in one line what is missing.
for python in ${PYTHON:-python3.13 python3.12 python3.11 python3.14 python3 python}; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        echo "$python"
        exit 0
    fi
done
echo "kabargraph needs Python 3.11 or newer; none of these will do: ${PYTHON:-python3.13 python3.12 python3.11 python3} (make PYTHON=/path/to/python names another)" >&2
exit 1
