"""The kit of a plugin's author: a package to start from, what tests need, and the contract."""
