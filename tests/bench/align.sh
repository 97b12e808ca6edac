# Sourced by the scripts beside it.
# shellcheck shell=bash

# Turns lines of cells with tabs between into columns.
align() {
  awk -F '\t' '
    { for (i = 1; i <= NF; i++) {
        cell[NR, i] = $i
        if (length($i) > width[i]) width[i] = length($i)
      }
      if (NF > columns) columns = NF }
    END {
      for (row = 1; row <= NR; row++) {
        line = ""
        for (i = 1; i <= columns; i++)
          line = line sprintf("%-" (width[i] + 2) "s", cell[row, i])
        sub(/ +$/, "", line)
        print line
      }
    }'
}
