using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Referrals.Events;
using Referrals.Messages.Templates;

namespace Referrals.Messages.Choosing;

/// <summary>
/// Which messages an event may lead to, one for each fact and person: a pure function. Whether they are sent is decided when they are due.
/// </summary>
internal static class MessagePlan
{
    internal static IReadOnlyList<ScheduledMessage> Of(
        ReferralEvent referralEvent, Partition partition, ReferralProgram program, MessageRules rules, Instant now)
    {
        var planned = new List<ScheduledMessage>();
        foreach (var fact in referralEvent.Facts)
        {
            Plan(fact);
        }

        // What a rejected review takes back is told by why it was rejected.
        _ = planned.RemoveAll(one => one.Kind == MessageKind.RewardTakenBack
            && planned.Exists(other => other.Kind == MessageKind.RewardRefused && other.Customer == one.Customer));
        return [.. planned.Where(one => rules[one.Kind].IsOn).DistinctBy(static one => one.Id)];

        void Plan(Fact fact)
        {
            switch (fact)
            {
                case { Kind: FactKind.ConversionRecorded, Customer: { } customer, Code: { } name }
                    when rules.InviteAfter.TryGetValue(name, out var kind):
                    Add(kind, customer, fact);
                    break;
                case { Kind: FactKind.SurveyAnswered, Customer: { } customer, Score: { } score } when score >= rules.InviteFromScore:
                    Add(MessageKind.InvitationAfterSurvey, customer, fact);
                    break;
                case { Kind: FactKind.CodeIssued, Customer: { } customer }:
                    AddWinBack(customer, fact);
                    break;
                case { Kind: FactKind.ShareRecorded, Customer: { } customer }:
                    Add(MessageKind.ThankYou, customer, fact);
                    AddWinBack(customer, fact);
                    break;
                case { Kind: FactKind.ReferralCreated, Referrer: { } referrer }:
                    Add(MessageKind.FriendSignedUp, referrer, fact);
                    AddWinBack(referrer, fact);
                    break;
                case { Kind: FactKind.ReferralQualified, Referrer: { } referrer }:
                    Add(MessageKind.TierNear, referrer, fact);
                    break;
                case { Kind: FactKind.ReferralRefused or FactKind.ReferralRejected }:
                    AddRefusal(fact.Customer, Side.Referee, fact);
                    AddRefusal(fact.Referrer == fact.Customer ? null : fact.Referrer, Side.Referrer, fact);
                    break;

                // A referrer who was told at once what a friend's order did not earn would know when the friend bought.
                case { Kind: FactKind.ConversionNotRewarded } when IsOfReferee(fact):
                    AddRefusal(fact.Customer, Side.Referee, fact);
                    break;
                case { Kind: FactKind.RewardReviewed, Code: "rejected" or "silence_rejected" }:
                    AddRefusal(fact.Customer, SideOf(fact), fact);
                    break;
                default:
                    PlanOfReward(fact);
                    break;
            }
        }

        void PlanOfReward(Fact fact)
        {
            if (fact is not { Customer: { } owner, Subject: { } subject, Amount: { } amount })
            {
                return;
            }

            switch (fact.Kind)
            {
                case FactKind.RewardGranted:
                    Add(MessageKind.RewardPending, owner, fact, subject, SideOf(fact));
                    AddExpiry(owner, fact, subject);
                    break;
                case FactKind.RewardVested:
                    Add(MessageKind.RewardEarned, owner, fact, subject, SideOf(fact));
                    AddExpiry(owner, fact, subject);
                    break;
                case FactKind.RewardReversed:
                    Add(MessageKind.RewardTakenBack, owner, fact, subject, SideOf(fact), amount);
                    break;
                case FactKind.PayoutPaid:
                    Add(MessageKind.PayoutSent, owner, fact, subject, amount: amount);
                    break;
                default:
                    break;
            }
        }

        void AddExpiry(CustomerId owner, Fact fact, string reward)
        {
            if (RuleOf(fact) is { Expiry: not null })
            {
                Add(MessageKind.RewardExpiring, owner, fact, reward, SideOf(fact));
            }
        }

        void AddRefusal(CustomerId? customer, Side side, Fact fact)
        {
            // Several rules can refuse one input; its explanation says all of that at once.
            if (customer is { } reader)
            {
                Add(MessageKind.RewardRefused, reader, fact, null, side, reason: fact.Code);
            }
        }

        // One a day for each person: the last day on which something happened counts.
        void AddWinBack(CustomerId customer, Fact fact)
        {
            var cause = NodaTime.Text.LocalDatePattern.Iso.Format(fact.OccurredAt.InUtc().Date);
            Put(MessageKind.WinBack, customer, fact, cause, null, Side.Referrer, fact.OccurredAt + rules.WinBackAfter, null);
        }

        void Add(
            MessageKind kind,
            CustomerId customer,
            Fact fact,
            string? subject = null,
            Side side = Side.Referrer,
            Amount? amount = null,
            string? reason = null)
        {
            var values = amount is { } known ? MessageValues.Empty.With(MessageVariable.Amount.Name, known).ToTexts()
                : reason is not null ? new Dictionary<string, string> { [MessageContents.Code] = reason }
                : null;
            Put(kind, customer, fact, referralEvent.Source + "\n" + referralEvent.Id, subject, side, fact.OccurredAt + rules[kind].Delay, values);
        }

        void Put(
            MessageKind kind,
            CustomerId customer,
            Fact fact,
            string cause,
            string? subject,
            Side side,
            Instant dueAt,
            IReadOnlyDictionary<string, string>? values) =>
            planned.Add(new ScheduledMessage
            {
                Id = IdOf(partition.ToString(), kind.Code, customer.Value, cause, subject ?? ""),
                Partition = partition,
                Customer = customer,
                Kind = kind,
                DecisionKey = referralEvent.Id,
                Subject = subject,
                Reader = side,
                OccurredAt = fact.OccurredAt,
                CreatedAt = now,
                DueAt = Instant.Max(dueAt, now),
                Values = values ?? MessageValues.Empty.ToTexts(),
            });

        Incentive? RuleOf(Fact fact) => program.Incentives.FirstOrDefault(rule => rule.Name == fact.Rule);

        bool IsOfReferee(Fact fact) => RuleOf(fact) is { Side: Side.Referee };

        Side SideOf(Fact fact) => RuleOf(fact)?.Side ?? Side.Referrer;
    }

    /// <summary>An id that says nothing and is always the same for the same: 128 bits of a hash over parts with their lengths.</summary>
    private static string IdOf(params string[] parts)
    {
        var text = string.Concat(parts.Select(static part => $"{part.Length}:{part}"));
        return "msg_" + System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }
}
