// The coverage command fails if the tests run less than a percentage of the statements: coverage coverage.out 85.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	if len(args) != 2 {
		return fmt.Errorf("usage: coverage FILE PERCENTAGE")
	}
	file, err := os.Open(args[0])
	if err != nil {
		return err
	}
	defer file.Close()
	least, err := strconv.ParseFloat(args[1], 64)
	if err != nil {
		return err
	}
	covered, err := percentage(file)
	if err != nil {
		return err
	}
	if covered < least {
		return fmt.Errorf("the tests cover %.1f%% of the statements, less than %g%%", covered, least)
	}
	_, err = fmt.Fprintf(out, "The tests cover %.1f%% of the statements.\n", covered)
	return err
}

// percentage reads a profile, in which each package reports on all statements.
func percentage(profile io.Reader) (float64, error) {
	statements, isCovered := map[string]int{}, map[string]bool{}
	lines := bufio.NewScanner(profile)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) != 3 || strings.Contains(fields[0], "/internal/coverage/") {
			continue
		}
		count, err := strconv.Atoi(fields[1])
		if err != nil {
			return 0, err
		}
		statements[fields[0]] = count
		isCovered[fields[0]] = isCovered[fields[0]] || fields[2] != "0"
	}
	total, covered := 0, 0
	for block, count := range statements {
		total += count
		if isCovered[block] {
			covered += count
		}
	}
	return 100 * float64(covered) / float64(max(1, total)), lines.Err()
}
