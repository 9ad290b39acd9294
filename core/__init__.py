"""The ground floor: mechanisms that every room stands on, without a noun of the domain."""
