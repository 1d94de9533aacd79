using System.Globalization;
using Referrals.Explanations;
using Referrals.Rewards.Life;
using Referrals.State.Accounts;

namespace Referrals.Deciding.Accounts;

/// <summary>What speaks against starting a payout.</summary>
internal static class PayoutChecks
{
    internal static Check? Refusal(AccountState account, string batch, Amount amount, Amount usable, Amount fee, PayoutRule? rule)
    {
        if (account.PayoutOf(batch) is not null)
        {
            return Failed(DecisionCodes.PayoutAlreadyStarted, batch, "a batch in which the customer has no payout on its way");
        }

        if (account.Payouts.Count >= AccountState.MaxOpenPayouts)
        {
            return Failed(
                DecisionCodes.PayoutsTooMany,
                account.Payouts.Count.ToString(CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"fewer than {AccountState.MaxOpenPayouts} payouts on their way"));
        }

        if (amount > usable)
        {
            return Failed(DecisionCodes.PayoutTooMuch, usable.ToString(), amount.ToString());
        }

        var minimum = rule?.Minimum ?? Amount.FromMinorUnits(1, amount.Unit);
        if (amount < minimum)
        {
            return Failed(DecisionCodes.PayoutBelowMinimum, amount.ToString(), minimum.ToString());
        }

        return rule?.FeeBorneBy == FeeBearer.Owner && fee >= amount
            ? Failed(DecisionCodes.PayoutBelowFee, amount.ToString(), $"more than the fee of {fee}")
            : null;
    }

    private static Check Failed(string code, string actual, string required) => Check.Of(code, passed: false, actual, required);
}
