// The frame every message travels in, and the protocol's version. Messages themselves: domain.proto, protocol.proto.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "messages/domain.pb.h"
#include "messages/protocol.pb.h"

namespace fenghuo {

inline constexpr std::uint8_t protocol_version = 1;
inline constexpr std::size_t max_message_bytes = 16U << 20U;  // one frame; larger is refused by the bus

// Deterministic bytes of a message (map entries sorted): for digests and hashes.
std::string canonical_bytes(const google::protobuf::MessageLite& message);
std::string digest_of(const google::protobuf::MessageLite& message);  // SHA-256, 32 bytes

// The value of a field, empty when absent.
std::string_view field(const google::protobuf::RepeatedPtrField<wire::Field>& fields, std::string_view name);
void add_field(google::protobuf::RepeatedPtrField<wire::Field>* fields, std::string_view name, std::string_view value);

// A message as JSON text with the proto's field names (64-bit numbers become strings, as proto3 JSON says).
std::string to_json(const google::protobuf::Message& message);

}  // namespace fenghuo
