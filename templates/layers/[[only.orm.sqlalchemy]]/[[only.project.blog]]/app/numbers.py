from sqlalchemy import BigInteger, Integer

# SQLite only auto-increments columns of exactly this type.
Number = BigInteger().with_variant(Integer(), "sqlite")
