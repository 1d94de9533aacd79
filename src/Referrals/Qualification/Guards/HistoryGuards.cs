using NodaTime.Text;

namespace Referrals;

/// <summary>A guard that asks about orders before the referral: of the events that it names, or else of those that the program rewards.</summary>
internal abstract record OrderGuard(ValueList<string> Events) : Guard
{
    /// <summary>How many events one guard names.</summary>
    internal const int MaxEvents = 20;

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
        const string required = "a new customer";
        if (context.IsExisting)
        {
            return GuardFinding.Of(true, "the host's word", required);
        }

        if (context.Orders.First(Events) is not { } order || order.At >= context.SignedUpAt)
        {
            return GuardFinding.Of(false, "new", required);
        }

        // Only the first order counts: whoever has an earlier one was a customer when the touch came.
        var isGuest = order.At >= context.ClaimedAt && Guests.Contains(order.At, context.SignedUpAt, context.Zone);
        var text = InstantPattern.ExtendedIso.Format(order.At);
        return isGuest
            ? GuardFinding.Of(false, $"{order.Name} as a guest on {text}, after the touch", required)
            : GuardFinding.Of(true, $"{order.Name} on {text}", required);
    }
}

/// <summary>The customer ordered before the touch that would make it a referral.</summary>
internal sealed record ReferralAfterOrderGuard(ValueList<string> Events) : OrderGuard(Events)
{
    public override string Code => GuardCodes.AfterOrder;

    internal override GuardFinding Find(GuardContext context, IGuardBook book)
    {
        var text = InstantPattern.ExtendedIso;
        var claimed = $"a referral before the first order; it came on {text.Format(context.ClaimedAt)}";
        return context.Orders.First(Events) is { } order
            ? GuardFinding.Of(order.At < context.ClaimedAt, $"{order.Name} on {text.Format(order.At)}", claimed)
            : GuardFinding.Of(false, "no order before", claimed);
    }
}

internal sealed record AlreadyReferredGuard : Guard
{
    public override string Code => GuardCodes.AlreadyReferred;

    internal override bool LooksAtSignals => true;

    internal override GuardFinding Find(GuardContext context, IGuardBook book)
    {
        const string required = "somebody not referred before";
        var before = context.Of(SignalKind.Email).Concat(context.Of(SignalKind.Phone))
            .SelectMany(context.Others)
            .FirstOrDefault(static showing => showing.Referrers.Count > 0);
        return before is null
            ? GuardFinding.Of(false, "not referred before", required)
            : GuardFinding.Of(true, $"referred by {string.Join(", ", before.Referrers)} as {before.Customer}", required);
    }
}
