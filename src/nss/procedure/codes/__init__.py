"""利用業種・利用者コード等の変更: business types, user codes with their identification numbers, system settings."""
