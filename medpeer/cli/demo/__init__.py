"""The synthetic demo: people, cases, papers and talk, put in through the same services as anyone's."""
