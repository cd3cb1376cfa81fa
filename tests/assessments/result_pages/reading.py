"""Opening a page and reading it as text."""

GOOD = {
    **dict.fromkeys(("i1", "i2"), "93.80"),
    **dict.fromkeys(("O1", "O2", "O3", "O4"), "100.00"),
    **{f"{code}/{part}": "98.00" for code in ("e1", "e2") for part in (1, 2)},
}


def page(client, user, address):
    client.force_login(user)
    return client.get(address).content.decode()
