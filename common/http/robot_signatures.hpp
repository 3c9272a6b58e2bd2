// Signatures of the group robots 钉钉 and 飞书, as their makers define them (see tests/vectors). Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fenghuo {

// Ready for the query (&timestamp=…&sign=…): base64, URL-encoded once. Timestamp in milliseconds.
std::string sign_dingtalk(std::int64_t timestamp_ms, std::string_view secret);

// Goes into the JSON body beside "timestamp", plain base64. Timestamp in seconds.
std::string sign_feishu(std::int64_t timestamp_s, std::string_view secret);

}  // namespace fenghuo
