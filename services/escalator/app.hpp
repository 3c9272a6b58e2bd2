// The shell around decide(): leases matters, fetches the bundles they name, answers with decisions. Holds nothing that can't be fetched
// again.
//
// Thread: one, in run(). A decision that throws is reported as a failure of that item alone; a bundle nobody has is said with CANNOT.
#pragma once

#include "common/process/skeleton.hpp"

namespace fenghuo::escalator {

int run(Process& process);

}  // namespace fenghuo::escalator
