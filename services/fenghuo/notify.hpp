// Tells systemd how far we are (sd_notify's datagram on NOTIFY_SOCKET); harmless when nobody listens. Thread: main.
#pragma once

#include <string_view>

namespace fenghuo::supervise {

// state: "READY=1", "STOPPING=1". false: nobody listens, or it could not be sent.
bool notify_systemd(std::string_view state);

}  // namespace fenghuo::supervise
