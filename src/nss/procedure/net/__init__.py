"""端末・証明書の変更（netNACCS）: netNACCS terminals and WebNACCS certificates."""
