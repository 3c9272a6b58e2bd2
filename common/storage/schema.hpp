// The database's shape: numbered migrations, forward only, applied at start-up.
#pragma once

#include "common/base/result.hpp"
#include "common/storage/sqlite.hpp"

namespace fenghuo::storage {

// Brings the file to schema_version inside one transaction; a newer file is refused. A test stops at an older version.
Result<void> migrate(Database& db);
Result<void> migrate_to(Database& db, int wanted);

}  // namespace fenghuo::storage
