"""The engine over Milvus: where one machine is not enough for the vectors and the search terms.

`engine` searches, `rows` brings the rows of a generation there, `row` says what a row is, `note`
which collection holds them, and `client` speaks to Milvus.

Articles, passages and vectors stay in the folder of the index, from which the rows can always be
made again. One collection serves all generations that were built with the same settings: a row
that a reader's generation does not hold is passed over.
"""

from index.cluster.client import TOKEN
from index.cluster.engine import Cluster
from index.cluster.note import NOTE
from index.cluster.rows import ClusterRows, rows_of

__all__ = ["NOTE", "TOKEN", "Cluster", "ClusterRows", "rows_of"]
