package database

import "database/sql"

// Schemes are the beginnings of the URLs that this project has drivers for.
var Schemes = []string{"postgresql://", "postgres://", "sqlite:///"}

var drivers = map[string]func(url string) (*sql.DB, dialect, error){
	"postgresql": openPostgreSQL,
	"postgres":   openPostgreSQL,
	"sqlite":     openSQLite,
}
