#include "common/signals/fields.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

namespace fenghuo::signals {
namespace {

constexpr std::array<std::string_view, 16> fields = {
    "signal_id", "msg_type", "supersedes", "provider",   "issued_at",         "expires_at",  "topic_id",  "topic_title",
    "category",  "level",    "trend",      "volume_24h", "source_count_band", "channel_mix", "unit_hint", "dossier_url"};

constexpr std::array<std::string_view, 7> channels = {"news", "app", "weibo", "wechat", "video", "forum", "other"};

constexpr std::array<std::string_view, 78> refused = {"author",       "author_id",    "author_name",
                                                      "poster",       "publisher",    "nickname",
                                                      "nick",         "screen_name",  "name",
                                                      "real_name",    "full_name",    "username",
                                                      "user",         "user_id",      "user_name",
                                                      "uid",          "open_id",      "account",
                                                      "account_id",   "account_name", "handle",
                                                      "avatar",       "profile",      "profile_url",
                                                      "ip",           "ip_address",   "mac",
                                                      "device",       "device_id",    "phone",
                                                      "phone_number", "mobile",       "telephone",
                                                      "email",        "mail",         "qq",
                                                      "wechat_id",    "weibo_id",     "student_number",
                                                      "student_id",   "student_no",   "staff_number",
                                                      "staff_id",     "id_card",      "id_number",
                                                      "gender",       "sex",          "age",
                                                      "birthday",     "ethnicity",    "religion",
                                                      "address",      "location",     "latitude",
                                                      "longitude",    "followers",    "follower_count",
                                                      "fans",         "verified",     "content",
                                                      "body",         "full_text",    "text",
                                                      "summary",      "quote",        "comments",
                                                      "replies",      "screenshot",   "screenshots",
                                                      "image",        "images",       "video_url",
                                                      "attachments",  "post_id",      "post_url",
                                                      "article_url",  "sentiment",    "keywords"};

std::string squeeze(std::string_view name) {
  std::string out;
  for (const char c : name.substr(0, 64)) {
    if (c == '_' || c == '-' || c == ' ') continue;
    out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return out;
}

std::unordered_map<std::string, std::string_view> squeezed() {
  std::unordered_map<std::string, std::string_view> out;
  for (const auto name : refused) out.emplace(squeeze(name), name);
  const std::pair<const char*, std::string_view> chinese[] = {
      {"作者", "author"},  {"昵称", "nickname"}, {"姓名", "name"},           {"账号", "account"}, {"头像", "avatar"},
      {"手机号", "phone"}, {"电话", "phone"},    {"学号", "student_number"}, {"性别", "gender"},  {"粉丝数", "followers"},
      {"正文", "content"}, {"内容", "content"},  {"截图", "screenshot"}};
  for (const auto& [name, ours] : chinese) out.emplace(name, ours);
  return out;
}

}  // namespace

bool allowed(std::string_view name) { return std::find(fields.begin(), fields.end(), name) != fields.end(); }

std::string_view forbidden(std::string_view name) {
  static const auto names = squeezed();
  const auto found = names.find(squeeze(name));
  return found == names.end() ? std::string_view{} : found->second;
}

bool known_channel(std::string_view name) { return std::find(channels.begin(), channels.end(), name) != channels.end(); }

}  // namespace fenghuo::signals
