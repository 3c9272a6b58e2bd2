// The journal's signing key: made once, kept in <data>/secrets/journal.key, readable by its owner alone.
//
// It is written under another name and renamed, so that a start that is killed leaves either no key or a whole one. Thread: any, at
// start-up.
#pragma once

#include <string>

#include "common/base/crypto.hpp"
#include "common/base/result.hpp"

namespace fenghuo::ledger {

// An empty file is what an older version left behind when it was killed at its first start: it is replaced as long as there is no database
// whose heads another key may have signed.
Result<crypto::SigningKey> journal_key(const std::string& data_dir);

}  // namespace fenghuo::ledger
