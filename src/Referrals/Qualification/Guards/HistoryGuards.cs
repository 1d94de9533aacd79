using Referrals.Explanations;

namespace Referrals;

/// <summary>A guard that asks about orders before the referral: of the events that it names, or else of those that the program rewards.</summary>
internal abstract record OrderGuard(ValueList<string> Events) : Guard
{
    /// <summary>How many events one guard names.</summary>
    internal const int MaxEvents = 20;

    /// <summary>What the application calls the event, or an order where no event is named.</summary>
    private protected static object OrderName(string? name) => name is null ? Phrase.Of("value.an_order") : name;

    internal static ValueList<string> Checked(IEnumerable<string> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var names = events.Select(static name => InputText.Check(name, nameof(events))).Distinct(StringComparer.Ordinal).ToValueList();
        return names.Count <= MaxEvents ? names : throw new ArgumentException(
            $"A guard names at most {MaxEvents} events, and this one has {names.Count}; leave them out for the events that the program rewards.", nameof(events));
    }
}

/// <summary>The customer ordered before the sign-up, apart from guests who came by the referral and opened the account afterwards.</summary>
internal sealed record ExistingCustomerGuard(ValueList<string> Events, TimePeriod Guests) : OrderGuard(Events)
{
    internal static TimePeriod UsualGuests { get; } = TimePeriod.Days(30);

    public override string Code => GuardCodes.ExistingCustomer;

    internal override GuardFinding Find(GuardContext context, IGuardBook book)
    {
        var required = Phrase.Of("value.new_customer");
        if (context.IsExisting)
        {
            return GuardFinding.Of(true, Phrase.Of("value.applications_word"), required);
        }

        if (context.Orders.First(Events) is not { } order || order.At >= context.SignedUpAt)
        {
            return GuardFinding.Of(false, Phrase.Of("value.new"), required);
        }

        // Only the first order counts: whoever has an earlier one was a customer when the touch came.
        var isGuest = order.At >= context.ClaimedAt && Guests.Contains(order.At, context.SignedUpAt, context.Zone);
        return isGuest
            ? GuardFinding.Of(false, Phrase.Of("value.guest_order", OrderName(order.Name), order.At), required)
            : GuardFinding.Of(true, Phrase.Of("value.order", OrderName(order.Name), order.At), required);
    }
}

/// <summary>The customer ordered before the touch that would make it a referral.</summary>
internal sealed record ReferralAfterOrderGuard(ValueList<string> Events) : OrderGuard(Events)
{
    public override string Code => GuardCodes.AfterOrder;

    internal override GuardFinding Find(GuardContext context, IGuardBook book)
    {
        var claimed = Phrase.Of("value.referral_before_order", context.ClaimedAt);
        return context.Orders.First(Events) is { } order
            ? GuardFinding.Of(order.At < context.ClaimedAt, Phrase.Of("value.order", OrderName(order.Name), order.At), claimed)
            : GuardFinding.Of(false, Phrase.Of("value.no_order_before"), claimed);
    }
}

internal sealed record AlreadyReferredGuard : Guard
{
    public override string Code => GuardCodes.AlreadyReferred;

    internal override bool LooksAtSignals => true;

    internal override GuardFinding Find(GuardContext context, IGuardBook book)
    {
        var required = Phrase.Of("value.somebody_new");
        var before = context.Of(SignalKind.Email).Concat(context.Of(SignalKind.Phone))
            .SelectMany(context.Others)
            .FirstOrDefault(static showing => showing.Referrers.Count > 0);
        return before is null
            ? GuardFinding.Of(false, Phrase.Of("value.not_referred_before"), required)
            : GuardFinding.Of(true, Phrase.Of("value.referred_as", PhraseList.Commas(before.Referrers), before.Customer), required);
    }
}
