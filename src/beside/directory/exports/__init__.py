"""Taking the directory away: JSON, tabular package, CSV, XLSX, ndjson."""
