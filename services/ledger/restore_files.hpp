// The files of a restore: the copy that is examined, and the exchange of two databases by renaming.
//
// SQLite recovers whatever log lies beside a database, also another's: so nothing takes the database's name before every log, journal and
// index that bore it is away, the log before its database. A note says under which name what stood there is put aside; while it and the
// copy are there, the exchange is unfinished, no ledger starts, and a second run goes on with that name. Each step is on disk before the
// next one.
//
// Thread: any, one at a time, while no ledger runs. Failure: an Error names the file; the exchange stays unfinished.
#pragma once

#include <string>

#include "common/base/result.hpp"

namespace fenghuo::ledger {

std::string staged(const std::string& database);                             // what is about to take its place
Result<void> copy_database(const std::string& from, const std::string& to);  // a plain copy may have its log beside it
void remove_database(const std::string& database);                           // with its log

// Of an exchange that was cut off: the name that what stood there is put aside under. Empty: there is none.
std::string cut_off_exchange(const std::string& database);

std::string aside_name(const std::string& database);  // a new one, with the time
// `copy` is whole and has no log.
Result<void> begin_exchange(const std::string& database, const std::string& copy, const std::string& aside);
Result<void> set_aside(const std::string& database, const std::string& aside);  // what is not there is no fault
Result<void> finish_exchange(const std::string& database);

}  // namespace fenghuo::ledger
