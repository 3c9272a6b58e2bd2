// Who takes part in an open duty: the party that has to do it now, those that support it, who verifies, approves, supervises and
// dispatches, who acts for whom. Resolved when asked for, against a directory. Pure; refers to what it is made of, which must outlive it.
//
// The matter's groups hold who is asked: those of rung 0 lead (one at a time is not dropped), those of rung 1 support. An empty party means
// that nobody is known.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/obligations/directory.hpp"

namespace fenghuo::obligations {

class Participants {
 public:
  // entry: of the catalogue the matter was opened under, null for one opened by hand; plan: the one that it names.
  Participants(const Directory& directory, const wire::Duty* entry, const wire::Plan& plan, const wire::Matter& matter)
      : directory_(directory), entry_(entry), plan_(plan), matter_(matter) {}

  const Directory& directory() const { return directory_; }
  const wire::Matter& matter() const { return matter_; }
  const wire::DutyState& state() const { return matter_.duty(); }
  const wire::Obligation& obligation() const { return state().occurrence().obligation(); }

  std::string owner() const;  // after 转办 the new unit, after 非我单位职责 the dispatching office
  std::vector<std::string> supporters() const;
  std::vector<std::string> attendees() const;  // bodies as their members
  std::string unit() const;                    // it counts under now
  std::string lead() const;                    // by the catalogue; by its absence the unit it counts under
  std::string dispatcher() const;
  std::string supervision() const;  // dates meetings, issues slips
  std::string verifier() const;     // 归档确认 by the dispatching office where none is named
  std::string approver() const;     // of an extension

  // The parties of a plan's step, bodies as their members, each once.
  std::vector<std::string> recipients(const google::protobuf::RepeatedPtrField<std::string>& to) const;
  // A role that is a body, as its members; any other party as itself.
  std::vector<std::string> each_of(const std::string& party) const;

  bool is_owner(std::string_view party) const;
  // The owner, or of a leader's duty the unit that leads it and the leader's liaison: they answer, and the record says who did.
  bool acts_for_owner(std::string_view party) const;
  bool is_supporter(std::string_view party) const;
  bool is_office(std::string_view party) const;  // dispatches or supervises
  // The supervising office acts, or the operator at the machine itself, who names no party.
  bool by_office(const wire::Action& action) const;

  const wire::AskGroup* lead_group() const;
  const wire::AskGroup* group_of(std::string_view party) const;  // the first that it belongs to and that is not dropped
  std::string series() const;                                    // "", and "x1/" … after each approved extension
  const wire::Slip* slip(std::string_view kind) const;           // hint, urge, order: of this series
  const wire::Extension* pending_extension() const;

 private:
  std::vector<std::string> named(const std::string& spec) const;

  const Directory& directory_;
  const wire::Duty* entry_;
  const wire::Plan& plan_;
  const wire::Matter& matter_;
};

}  // namespace fenghuo::obligations
