using NodaTime;
using Referrals.Explanations;
using Referrals.Ledger;
using Referrals.Storage;

namespace Referrals;

/// <summary>The life of a referral that a guard holds: its rewards are granted and stay pending until it is approved or rejected.</summary>
internal static class HeldReferrals
{
    internal const string ByReview = "review";
    internal const string BySilence = "silence";

    /// <summary>
    /// What one reward takes at most when it is released or taken back: itself, two lines, two balances, a fact, and two conversions that wait then.
    /// </summary>
    private const int OperationsPerReward = 8;

    internal static ReferralHold Hold(ReferralProgram program, Instant at, IReadOnlyList<string> by) => new()
    {
        Since = at,
        By = by.ToValueList(),
        Until = program.Guards.Review?.Within.EndFrom(at, program.Zone),
        OnSilence = program.Guards.Review?.WhenOverdue ?? default,
    };

    /// <summary>The referral with one more reward that waits for its review, and the reward: if the list is full, the reward takes it over.</summary>
    internal static (ReferralState Referral, RewardState Reward) Listing(ReferralState referral, RewardState reward)
    {
        reward = reward with { WaitsForReferral = true };
        return referral.HeldRewards.Count < ReferralState.MaxHeldRewards
            ? (referral with { HeldRewards = referral.HeldRewards.Append(reward.Id).ToValueList() }, reward)
            : (referral with { HeldRewards = [reward.Id] }, reward with { ListedBefore = referral.HeldRewards });
    }

    /// <summary>The customer after silence has decided about its held referral, if its time is over by now.</summary>
    internal static CustomerState Settled(DecisionDraft draft, CustomerState customer)
    {
        if (customer.Referral is not { Hold: { } hold } || !hold.IsOver(draft.At))
        {
            return customer;
        }

        // What has waited for the review stays listed, and is due: the passing of time lets it go.
        var at = hold.Until!.Value;
        var outcome = hold.OnSilence == WhenOverdue.Approve ? DecisionCodes.ReviewApproved : DecisionCodes.ReviewRejected;
        draft.Tell(Check.Note(outcome, Phrase.Of("value.not_reviewed_until", at), Phrase.Of("value.held_by", PhraseList.Commas(hold.By))));
        return hold.OnSilence == WhenOverdue.Approve
            ? Released(draft, customer, at, BySilence)
            : Rejected(draft, customer, at, BySilence, reason: null);
    }

    internal static CustomerState Held(DecisionDraft draft, CustomerState customer, IReadOnlyList<string> by)
    {
        var hold = Hold(draft.Program, draft.At, by);
        Tell(draft, hold);
        return Written(draft, customer, customer.Referral! with { Hold = hold }, FactKind.ReferralHeld, draft.At, by[0]);
    }

    internal static void Tell(DecisionDraft draft, ReferralHold hold) => draft.Tell(Check.Note(
        GuardCodes.ReferralHeld,
        PhraseList.Commas(hold.By),
        hold.Until is { } until ? Phrase.Of("value.held_until." + hold.OnSilence, until) : Phrase.Of("value.until_reviewed")));

    /// <summary>Approves a held referral and releases what it earned: what is due at once, the rest when its own hold ends.</summary>
    internal static void Approve(DecisionDraft draft, CustomerState customer)
    {
        _ = Released(draft, customer, draft.At, ByReview);
        LetGo(draft, customer.Customer);
    }

    /// <summary>Rejects a referral, takes back what it earned while it was held, and lets it earn nothing any more.</summary>
    internal static void Reject(DecisionDraft draft, CustomerState customer, string by, string? reason)
    {
        _ = Rejected(draft, customer, draft.At, by, reason);
        LetGo(draft, customer.Customer);
    }

    /// <summary>
    /// Lets a rejected referral count again: its numbers at once, its conversions one after the other. What was rejected has been looked at, so that no
    /// review is waited for.
    /// </summary>
    internal static void Reinstate(DecisionDraft draft, CustomerState customer)
    {
        var referral = customer.Referral!;
        Standing.Restore(draft, customer.Customer, referral);
        var round = referral.Reinstated + 1;
        customer = AsideConversions.Released(draft, customer with
        {
            Referral = referral with { Rejection = null, ReleasedAt = draft.At, Reinstated = round, ReinstatedAt = draft.At },
        });
        customer = Written(draft, customer, customer.Referral!, FactKind.ReferralReinstated, draft.At, "reinstated");
        if (referral.IsCounted)
        {
            ConversionRewards.DecideSignUp(draft, customer, CauseOf(round));
        }
        else
        {
            _ = Counted(draft, customer);
        }

        LetGo(draft, customer.Customer);
    }

    /// <summary>What rewards are called after that a reinstatement grants again.</summary>
    internal static string CauseOf(int round) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"reinstated.{round}");

    /// <summary>Lets the rewards go that have waited for a review that has ended, as many as fit into this commit; the others stay due.</summary>
    internal static void LetGo(DecisionDraft draft, CustomerId referee)
    {
        var key = StateKeys.Customer(referee);
        while (HasRoom(draft) && draft.Read<CustomerState>(key) is { Referral: { IsHeld: false, HeldRewards: { Count: > 0 } listed } referral } customer)
        {
            var reward = draft.Read<RewardState>(StateKeys.Reward(listed[^1]));
            var rest = (reward?.ListedBefore ?? []).Concat(listed.Take(listed.Count - 1)).ToValueList();
            draft.Write(key, customer with { Referral = referral with { HeldRewards = rest } });
            if (reward is { IsPending: true })
            {
                LetGo(draft, reward with { WaitsForReferral = false, ListedBefore = [] }, referral.IsRejected);
            }
        }
    }

    private static void LetGo(DecisionDraft draft, RewardState reward, bool isRejected)
    {
        if (!isRejected && (reward.Stage == RewardStage.InReview || reward.HeldUntil > draft.At))
        {
            draft.Write(StateKeys.Reward(reward.Id), reward);
        }
        else
        {
            _ = RewardGate.Pass(draft, reward, draft.At);
        }
    }

    internal static void TakeBack(DecisionDraft draft, RewardState reward, string code = DecisionCodes.RewardTakenBack) =>
        RewardReversal.Decide(draft, ReversalCause.Rejection, reward, reward.Granted.MinorUnits, code);

    private static CustomerState Released(DecisionDraft draft, CustomerState customer, Instant at, string by) => Counted(draft, Written(
        draft, customer, customer.Referral! with { Hold = null, ReleasedAt = at }, FactKind.ReferralApproved, at, by));

    /// <summary>Lets a referral count for its referrers, once no guard holds it, and pays the marks that this reaches.</summary>
    /// <returns>The customer as it is then.</returns>
    internal static CustomerState Counted(DecisionDraft draft, CustomerState customer)
    {
        if (customer.Referral is not { IsHeld: false, IsRejected: false, IsCounted: false } referral)
        {
            return customer;
        }

        var id = customer.Customer;
        var counted = TallyCounting.Referrers(referral)
            .SelectMany(referrer => TallyCounting.CountReferral(draft, new TallyEvent(id.Value, referral.CreatedAt, id, referrer)))
            .ToArray();
        var key = StateKeys.Customer(id);
        draft.Write(key, customer with { Referral = Standing.With(referral, counted, conversion: null) with { IsCounted = true } });
        ConversionRewards.DecideSignUp(draft, draft.Read<CustomerState>(key)!);
        return draft.Read<CustomerState>(key)!;
    }

    /// <summary>Neither the referral nor any of its conversions counts any more; marks that are no longer reached go back.</summary>
    private static CustomerState Rejected(DecisionDraft draft, CustomerState customer, Instant at, string by, string? reason)
    {
        var referral = customer.Referral!;
        _ = Ended(draft, customer, at, by, reason);
        _ = Marks.TakeBack(draft, referral.Counts, ReversalCause.OfRejectedMarks(customer.Customer, referral.Reinstated), byRefund: false);
        foreach (var last in referral.Counts.Select(static each => each.Last).OfType<string>().Distinct(StringComparer.Ordinal).TakeWhile(_ => HasRoom(draft)))
        {
            AsideConversions.Keep(draft, customer.Customer, last);
        }

        return draft.Read<CustomerState>(StateKeys.Customer(customer.Customer))!;
    }

    private static CustomerState Ended(DecisionDraft draft, CustomerState customer, Instant at, string by, string? reason)
    {
        Standing.SetAside(draft, customer.Customer, customer.Referral!);
        var rejected = customer.Referral! with { Hold = null, Rejection = new ReferralRejection { At = at, Code = by, Reason = reason } };
        return Written(draft, customer, rejected, FactKind.ReferralRejected, at, by);
    }

    private static CustomerState Written(
        DecisionDraft draft, CustomerState customer, ReferralState referral, FactKind kind, Instant at, string code)
    {
        var written = customer with { Referral = referral };
        draft.Write(StateKeys.Customer(customer.Customer), written);
        draft.Record(Fact(kind, written, at, code));
        return written;
    }

    internal static Fact Fact(FactKind kind, CustomerState customer, Instant at, string code) => new()
    {
        Kind = kind,
        OccurredAt = at,
        Customer = customer.Customer,
        Referrer = customer.Referral!.Referrer,
        Channel = customer.Referral.Channel,
        Segment = customer.Segment,
        Subject = customer.Referral.Id.Value,
        Code = code,
    };

    private static bool HasRoom(DecisionDraft draft) => draft.Operations + (3 * OperationsPerReward) <= CommitBatch.MaxOperations;
}
