#include "common/mail/compose.hpp"

#include <gmime/gmime.h>

#include <memory>

#include "common/base/ids.hpp"
#include "common/http/link_token.hpp"
#include "common/mail/calendar_part.hpp"
#include "common/mail/header.hpp"
#include "common/mail/letter_text.hpp"

namespace fenghuo {
namespace {

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
template <class T>
using Ref = std::unique_ptr<T, Unref>;

const GMimeFormatOptions* crlf() {
  static const GMimeFormatOptions* const options = [] {
    g_mime_init();
    GMimeFormatOptions* made = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(made, GMIME_NEWLINE_FORMAT_DOS);
    return made;
  }();
  return options;
}

// Base64 is of the canonical form, whose lines end with CRLF.
std::string canonical(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 16);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) out.push_back('\r');
    out.push_back(text[i]);
  }
  return out;
}

Ref<GMimePart> part(const char* subtype, std::string_view text) {
  Ref<GMimePart> made{g_mime_part_new_with_type("text", subtype)};
  g_mime_object_set_content_type_parameter(GMIME_OBJECT(made.get()), "charset", "utf-8");
  const std::string bytes = canonical(text);
  const Ref<GMimeStream> stream{g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size())};
  const Ref<GMimeDataWrapper> content{g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT)};
  g_mime_part_set_content(made.get(), content.get());
  g_mime_part_set_content_encoding(made.get(), GMIME_CONTENT_ENCODING_BASE64);
  return made;
}

Ref<GMimePart> calendar(const wire::Invitation& invitation, const Invited& invited) {
  auto made = part("calendar", calendar_text(invitation, invited));
  g_mime_object_set_content_type_parameter(GMIME_OBJECT(made.get()), "method", calendar_method(invitation).c_str());
  return made;
}

Ref<GMimeMultipart> multipart(const char* subtype, const std::string& boundary) {
  Ref<GMimeMultipart> made{g_mime_multipart_new_with_subtype(subtype)};
  g_mime_multipart_set_boundary(made.get(), boundary.c_str());  // GMime's own is by chance
  return made;
}

void add(const Ref<GMimeMultipart>& whole, const Ref<GMimePart>& part) { g_mime_multipart_add(whole.get(), GMIME_OBJECT(part.get())); }

std::string bytes_of(GMimeObject* object) {
  const Ref<GMimeStream> stream{g_mime_stream_mem_new()};
  g_mime_object_write_to_stream(object, const_cast<GMimeFormatOptions*>(crlf()), stream.get());
  const GByteArray* array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream.get()));
  return {reinterpret_cast<const char*>(array->data), array->len};
}

struct Ids {
  std::string message, root, boundary;  // ids without their angle brackets
};

Ids ids_of(const wire::SendJob& job, const std::string& from) {
  const std::string domain = mail_domain(from), message = notification_id(MessageId{job.message_id()});
  const std::uint64_t thread = job.thread_id() != 0 ? job.thread_id() : job.matter_id();
  return {message + "@" + domain, "matter_" + id_text(thread) + "@" + domain, "=_" + message};
}

std::string headers(const wire::SendJob& job, const wire::Mail& mail, const std::string& address, const Ids& ids,
                    const std::string& subject, const std::string& date) {
  return address_header("From", mail.from_name(), mail.from()) + address_header("To", job.model().party_name(), address) +
         text_header("Subject", subject) + "Date: " + date + "\r\nMessage-ID: <" + ids.message + ">\r\nIn-Reply-To: <" + ids.root +
         ">\r\nReferences: <" + ids.root + ">\r\nAuto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\n" +
         "Content-Language: zh-CN\r\nMIME-Version: 1.0\r\n";
}

std::string parts(const wire::SendJob& job, const LetterText& words, const Invited& invited, const std::string& boundary) {
  const auto& invitations = job.model().invitations();
  const auto alternatives = multipart("alternative", boundary + "_a");
  add(alternatives, part("plain", words.text));
  add(alternatives, part("html", words.html));
  if (!invitations.empty()) add(alternatives, calendar(invitations[0], invited));
  if (invitations.size() < 2) return bytes_of(GMIME_OBJECT(alternatives.get()));
  const auto mixed = multipart("mixed", boundary + "_m");
  g_mime_multipart_add(mixed.get(), GMIME_OBJECT(alternatives.get()));
  for (int i = 1; i < invitations.size(); ++i) {
    const auto attached = calendar(invitations[i], invited);
    g_mime_object_set_disposition(GMIME_OBJECT(attached.get()), GMIME_DISPOSITION_ATTACHMENT);
    g_mime_part_set_filename(attached.get(), ("meeting-" + std::to_string(i + 1) + ".ics").c_str());
    add(mixed, attached);
  }
  return bytes_of(GMIME_OBJECT(mixed.get()));
}

LetterLinks links_of(const wire::SendJob& job, const std::string& public_url, std::string_view key) {
  const auto& model = job.model();
  const MessageId message{job.message_id()};
  const Instant expires = instant(model.token_expires());
  LetterLinks links;
  if (model.ask() || model.kind() == "duty" || model.kind() == "digest")
    links.whole = link_url(public_url, make_link_token(key, message, expires));
  if (model.notice_kind() != "brief") return links;
  links.entries.reserve(static_cast<std::size_t>(model.entries_size()));
  for (const auto& entry : model.entries()) {
    const LinkEntry one{MatterId{entry.matter_id()}, static_cast<std::uint16_t>(links.entries.size())};
    links.entries.push_back(link_url(public_url, make_entry_token(key, message, expires, one)));
  }
  return links;
}

}  // namespace

Result<Letter> compose_mail(const wire::SendJob& job, const wire::Bundle& bundle, const std::string& address, std::string_view link_key) {
  const auto zone = Zone::find(bundle.timezone());
  if (!zone) return tl::unexpected(zone.error());
  crlf();
  const auto& mail = bundle.mail();
  const auto& model = job.model();
  const auto words = letter_text(job, bundle, *zone, links_of(job, bundle.public_url(), link_key), mail_domain(address));
  const Ids ids = ids_of(job, mail.from());
  const Instant decided = instant(model.decided_at());
  const Invited invited{mail.organizer_address().empty() ? mail.from() : mail.organizer_address(), address, model.party_name(), decided};
  return Letter{mail.from(),
                headers(job, mail, address, ids, words.subject, mail_date(decided, *zone)) + parts(job, words, invited, ids.boundary)};
}

}  // namespace fenghuo
