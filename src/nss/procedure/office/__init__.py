"""本社・事業所の変更: names, addresses, contract holder, system manager."""
