#include "common/messages/frame.hpp"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/json_util.h>

#include <stdexcept>

#include "common/base/crypto.hpp"

namespace fenghuo {

std::string canonical_bytes(const google::protobuf::MessageLite& message) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream out(&stream);
    out.SetSerializationDeterministic(true);
    if (!message.SerializePartialToCodedStream(&out))
      throw std::runtime_error("a message of type " + message.GetTypeName() + " is over 2 GB");
  }  // both streams write their rest when they end
  return bytes;
}

std::string digest_of(const google::protobuf::MessageLite& message) { return crypto::sha256(canonical_bytes(message)); }

std::string_view field(const google::protobuf::RepeatedPtrField<wire::Field>& fields, std::string_view name) {
  for (const wire::Field& f : fields) {
    if (f.name() == name) return f.value();
  }
  return {};
}

void add_field(google::protobuf::RepeatedPtrField<wire::Field>* fields, std::string_view name, std::string_view value) {
  wire::Field* f = fields->Add();
  f->set_name(name.data(), name.size());
  f->set_value(value.data(), value.size());
}

std::string to_json(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string text;
  const auto status = google::protobuf::util::MessageToJsonString(message, &text, options);
  if (!status.ok()) throw std::runtime_error("a message of type " + message.GetTypeName() + " has no JSON form: " + status.ToString());
  return text;
}

}  // namespace fenghuo
