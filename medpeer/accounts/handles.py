"""Pseudonyms: a tree's name that is stable in one thread or room and says nothing across them."""

from collections.abc import Container
from typing import Final

from medpeer.core.crypto import Vault

HANDLE: Final = r"[A-Z][a-z]+(?: [0-9]+)?"
TREES: Final = tuple(
    "Alder Almond Apple Ash Aspen Balsam Banyan Baobab Bay Beech Birch Blackthorn Boxwood Buckeye Camellia "
    "Cassia Cedar Cherry Chestnut Citron Cypress Damson Dogwood Ebony Elder Elm Fig Filbert Fir Ginkgo Gorse "
    "Hawthorn Hazel Hemlock Hickory Holly Hornbeam Jacaranda Jarrah Juniper Kapok Katsura Larch Laurel Lemon "
    "Lilac Lime Linden Locust Magnolia Mahogany Mallee Mango Maple Medlar Mesquite Mimosa Mulberry Myrtle "
    "Nutmeg Oak Oleander Olive Orange Osier Palm Pawpaw Peach Pear Pecan Pine Plane Plum Pomelo Poplar Privet "
    "Quince Redwood Rosewood Rowan Sandal Sapele Sassafras Senna Sequoia Sorrel Spruce Sumac Sycamore Tamarack "
    "Tamarind Teak Thorn Tulip Tupelo Viburnum Walnut Wattle Willow Wisteria Yew Zelkova".split()
)


def choose_handle(vault: Vault, place: str, physician_id: int, taken: Container[str]) -> str:
    """Return the handle of a physician in ``place`` (such as ``thread:42``), free among ``taken``.

    The starting tree is a keyed digest of person and place, so two places show no connection. When all trees are
    taken a number follows: "Alder 2".
    """
    start = int(vault.digest("handles", f"{place}:{physician_id}")[:12], 16)
    turn = 0
    while True:
        name = TREES[(start + turn) % len(TREES)]
        lap = turn // len(TREES)
        handle = f"{name} {lap + 1}" if lap else name
        if handle not in taken:
            return handle
        turn += 1
