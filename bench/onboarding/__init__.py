"""Made-up registers, genuine applicants and impostors, and what the product's decision makes of them."""
