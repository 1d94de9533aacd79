namespace Referrals.Qualification.Plans;

/// <summary>Finds the host's conditions by name.</summary>
internal interface IConditionBook
{
    IConversionCondition Condition(string name);
}
