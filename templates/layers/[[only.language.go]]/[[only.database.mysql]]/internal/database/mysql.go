package database

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/pressly/goose/v3"
)

func openMySQL(address string) (*sql.DB, dialect, error) {
	config, err := mysqlConfig(address)
	if err != nil {
		return nil, dialect{}, err
	}
	connector, err := mysql.NewConnector(config)
	if err != nil {
		return nil, dialect{}, err
	}
	return sql.OpenDB(connector), dialect{
		goose:     goose.DialectMySQL,
		columns:   mysqlColumns,
		rebind:    asWritten,
		isolation: sql.LevelReadCommitted,
		forUpdate: " FOR UPDATE",
		classify:  classifyMySQL,
	}, nil
}

func mysqlConfig(address string) (*mysql.Config, error) {
	parsed, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	config := mysql.NewConfig()
	config.Net, config.Addr = "tcp", parsed.Host
	if parsed.Port() == "" {
		config.Addr = net.JoinHostPort(parsed.Hostname(), "3306")
	}
	config.DBName = strings.TrimPrefix(parsed.Path, "/")
	config.User = parsed.User.Username()
	config.Passwd, _ = parsed.User.Password()
	config.ParseTime, config.Loc = true, time.UTC
	config.Timeout = 4 * time.Second
	// An update that changes nothing still finds its row.
	config.ClientFoundRows = true
	config.Logger = &mysql.NopLogger{}
	config.Params = map[string]string{
		// Clients should not wait longer for a lock.
		"innodb_lock_wait_timeout": "4",
		"lock_wait_timeout":        "4",
	}
	config.TLS, err = mysqlTLS(parsed)
	return config, err
}

// mysqlTLS reads ssl-mode and ssl-ca as MySQL's own clients do.
func mysqlTLS(address *url.URL) (*tls.Config, error) {
	query := address.Query()
	mode := query.Get("ssl-mode")
	if mode == "" {
		return nil, nil
	}
	config := &tls.Config{ServerName: address.Hostname(), InsecureSkipVerify: mode == "REQUIRED"}
	file := query.Get("ssl-ca")
	if file == "" {
		return config, nil
	}
	certificates, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	config.RootCAs = x509.NewCertPool()
	config.RootCAs.AppendCertsFromPEM(certificates)
	return config, nil
}

// mysqlColumns asks for the version, because MariaDB has another name for the collation.
func mysqlColumns(ctx context.Context, pool *sql.DB) (columns, error) {
	var version string
	if err := pool.QueryRowContext(ctx, "SELECT version()").Scan(&version); err != nil {
		return columns{}, err
	}
	collation := "utf8mb4_0900_bin"
	if strings.Contains(version, "MariaDB") {
		collation = "utf8mb4_nopad_bin"
	}
	return columns{
		ID: "CHAR(36) CHARACTER SET ascii COLLATE ascii_bin", Time: "DATETIME(3)", Flag: "BOOLEAN",
		LongText: "MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE " + collation,
		text:     "VARCHAR(%d) CHARACTER SET utf8mb4 COLLATE " + collation,
	}, nil
}

func classifyMySQL(err error) error {
	var failed *mysql.MySQLError
	var network net.Error
	if !errors.As(err, &failed) {
		if errors.As(err, &network) || errors.Is(err, mysql.ErrInvalidConn) || errors.Is(err, driver.ErrBadConn) {
			return ErrUnavailable
		}
		return classifySQLite(err)
	}
	switch failed.Number {
	case 1062:
		return ErrDuplicate
	case 1452:
		return ErrOrphan
	case 1040, 1053, 1927, // connections
		1205, 1213, // a lock timeout, a deadlock
		1044, 1045, 1049: // an unknown user, a wrong password, an unknown database
		return ErrUnavailable
	}
	return nil
}
