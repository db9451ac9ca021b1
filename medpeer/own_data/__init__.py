"""The file of somebody's own data: what it holds, how it is kept until they fetch it, and that it is fetched once."""
