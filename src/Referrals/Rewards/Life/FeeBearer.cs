namespace Referrals.Rewards.Life;

/// <summary>Who bears the fee of a payout.</summary>
public enum FeeBearer
{
    /// <summary>The program: the owner gets the whole amount, and the program spends the fee besides.</summary>
    Program = 0,

    /// <summary>The owner: the fee is taken off what is paid out.</summary>
    Owner = 1,
}
