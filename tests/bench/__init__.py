"""``make bench``: the budgets measured on both engines, with the machine's noise beside them."""
