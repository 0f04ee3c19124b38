"""What is helped with and what is counted: services, topics, indicators, published baselines, targets."""
