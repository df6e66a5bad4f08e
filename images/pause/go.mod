module exposure.local/pause

go 1.26
