using Referrals.Ledger.Life;

namespace Referrals.Ledger.Statements;

/// <summary>What a customer reads in a statement about each step.</summary>
internal static class StatementWords
{
    internal static string Of(string step) => step switch
    {
        RewardLife.Granted => "Reward earned",
        RewardLife.GrantedHeld => "Reward earned, available later",
        RewardLife.GrantedInReview => "Reward earned, being reviewed",
        RewardLife.Approved => "Reward approved and available",
        RewardLife.Rejected => "Reward not approved",
        RewardLife.Vested => "Reward available",
        RewardLife.Redeemed => "Rewards used",
        RewardLife.PayoutStarted => "Payout on its way",
        RewardLife.PayoutFailed => "Payout failed, amount available again",
        RewardLife.PayoutReturned => "Payout came back, amount available again",
        RewardLife.Paid => "Payout arrived",
        RewardLife.Expired => "Reward expired",
        RewardLife.SetOff => "Reward set off against what you owed",
        RewardLife.ReversedHeld or RewardLife.ReversedInReview or RewardLife.Reversed => "Reward taken back after a refund",
        RewardLife.ReversedExpired => "Expired reward taken back after a refund",
        RewardLife.Owed => "Used reward taken back after a refund, now owed",
        _ => step,
    };
}
