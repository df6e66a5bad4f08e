module exposure.local/load

go 1.26.0
