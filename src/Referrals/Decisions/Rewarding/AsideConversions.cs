using Referrals.Explanations;

namespace Referrals;

/// <summary>
/// The conversions of a rejected referral that a reinstatement has to make up for: those that came meanwhile, and those of which the rejection took
/// something back. They wait in the order of arrival, each naming the next, so that any number can wait and no record grows.
/// </summary>
internal static class AsideConversions
{
    /// <summary>Whether what a customer does counts for nobody else for now.</summary>
    internal static bool IsAside(DecisionDraft draft, CustomerId referee) =>
        draft.Read<CustomerState>(StateKeys.Customer(referee)) is { Referral.IsRejected: true };

    /// <summary>Lets a conversion of a rejected referral wait for its reinstatement, unless it waits already.</summary>
    /// <param name="draft">The decision.</param>
    /// <param name="referee">Whose referral.</param>
    /// <param name="conversionId">The conversion.</param>
    /// <param name="isEarlier">Whether it came before all that wait: rewards are taken back from the last to the first.</param>
    internal static void Keep(DecisionDraft draft, CustomerId referee, string conversionId, bool isEarlier = false)
    {
        var key = StateKeys.Customer(referee);
        if (draft.Read<CustomerState>(key) is not { Referral: { IsRejected: true } referral } customer || referral.AsideLast == conversionId
            || customer.WaitingLast == conversionId
            || draft.Read<ConversionState>(StateKeys.Conversion(conversionId)) is not { IsKnown: true, NextWaiting: null })
        {
            return;
        }

        if (isEarlier && referral.AsideFirst is { } first)
        {
            Link(draft, conversionId, first);
            draft.Write(key, customer with { Referral = referral with { AsideFirst = conversionId } });
            return;
        }

        if (referral.AsideLast is { } last)
        {
            Link(draft, last, conversionId);
        }

        draft.Write(key, customer with { Referral = referral with { AsideFirst = referral.AsideFirst ?? conversionId, AsideLast = conversionId } });
    }

    /// <summary>The customer whose conversions wait to be judged, behind those that still wait for the sign-up.</summary>
    internal static CustomerState Released(DecisionDraft draft, CustomerState customer)
    {
        if (customer.Referral is not { AsideFirst: { } first } referral)
        {
            return customer;
        }

        if (customer.WaitingLast is { } last)
        {
            Link(draft, last, first);
        }

        return customer with
        {
            WaitingFirst = customer.WaitingFirst ?? first,
            WaitingLast = referral.AsideLast,
            Referral = referral with { AsideFirst = null, AsideLast = null },
        };
    }

    /// <summary>Judges a conversion again of which the rejection took something back, as far as the limits of today leave room.</summary>
    /// <returns>The code of what became of it.</returns>
    internal static string JudgeAgain(DecisionDraft draft, ConversionState conversion, int round)
    {
        draft.Tell(Check.Note(DecisionCodes.ConversionReinstated, CheckValue.Text(conversion.Conversion.Id)));
        var cause = HeldReferrals.CauseOf(round);
        return ConversionCorrection.Write(draft, conversion, conversion with { IsCorrected = true }, cause, draft.At, isRefund: true) == Corrected.Changed
            ? DecisionCodes.ConversionRewarded
            : DecisionCodes.ConversionNotRewarded;
    }

    private static void Link(DecisionDraft draft, string before, string next)
    {
        var key = StateKeys.Conversion(before);
        if (draft.Read<ConversionState>(key) is { } conversion)
        {
            draft.Write(key, conversion with { NextWaiting = next });
        }
    }
}
