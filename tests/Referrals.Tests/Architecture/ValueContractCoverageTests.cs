using Referrals.Tests.Architecture.Reading;

namespace Referrals.Tests.Architecture;

public sealed class ValueContractCoverageTests
{
    [Fact]
    public void Every_public_struct_passes_the_value_contract()
    {
        var tested = typeof(ValueContractCoverageTests).Assembly.GetTypes().Select(Subject).OfType<Type>().ToHashSet();
        Findings.None(
            from assembly in SourceTree.Assemblies
            from type in assembly.GetExportedTypes()
            where type.IsValueType && !type.IsEnum && !type.IsByRefLike && !tested.Contains(type)
            select $"{type.FullName} has no contract test",
            "Add a test class that derives from ValueContract<T> beside the other tests of the type's folder.");
    }

    private static Type? Subject(Type test) =>
        !test.IsAbstract && test.BaseType is { IsConstructedGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(ValueContract<>)
            ? parent.GetGenericArguments()[0]
            : null;
}
