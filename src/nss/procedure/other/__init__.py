"""その他の契約変更: what reaches a second office, agreed with the Center beforehand."""
