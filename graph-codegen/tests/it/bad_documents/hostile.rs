//! Documents that are made to use much time or memory. Quadratic costs would show here.

use std::{
    fmt::Write,
    time::{Duration, Instant},
};

use super::shown::{ROOT, shown};

/// Generous, since the tests are unoptimized and may share the machine. Without limits, these documents took minutes or
/// all of the memory.
const SOON: Duration = Duration::from_secs(60);

fn assert_cheap(text: &str) {
    let start = Instant::now();
    let (shown, _) = shown("hostile.csdl", text);
    let head: String = text.chars().take(300).collect();
    assert!(shown.len() < 80_000, "{} bytes are shown for {head}", shown.len());
    assert!(start.elapsed() < SOON, "{:?}: {head}", start.elapsed());
}

/// Concatenates `line` for each number below `count`.
fn each(count: usize, line: impl Fn(&mut String, usize)) -> String {
    let mut text = String::new();
    (0..count).for_each(|index| line(&mut text, index));
    text
}

/// Returns `count` overloads of the function `f`.
fn overloads(count: usize) -> String {
    each(count, |text, index| {
        write!(text, "<Function Name='f'><Parameter Name='p{index}' Type='Edm.Int32'/></Function>").unwrap();
    })
}

#[test]
fn tags_and_text_are_cheap() {
    let long = "x".repeat(1 << 20);
    let attributes = each(100_000, |text, index| write!(text, " a{index}=''").unwrap());
    let namespaces = each(100_000, |text, index| write!(text, " xmlns:a{index}='urn:{index}'").unwrap());
    let nested = each(10_000, |text, index| write!(text, "<a xmlns:a{index}='urn:{index}'>").unwrap());
    let uris = each(100_000, |text, index| write!(text, "<a:a xmlns:a='urn:{index}'/>").unwrap());
    let unknown = each(100_000, |text, index| write!(text, "<ComplexType Name='a' b{index}=''/>").unwrap());
    let bodies = [
        format!("<ComplexType Name='a'{attributes}/>"),
        format!("<ComplexType Name='a'{namespaces}/>"),
        nested,
        uris,
        unknown,
        format!("<{long}/>"),
        format!("<ComplexType Name='{long}' {long}=''/>"),
        format!("<{long}>{}</{long}>", "<Property/>".repeat(1000)),
        format!("<Annotation Term='a.b' String='{}'/>", "&".repeat(100_000)),
        format!("<Annotation Term='a.b' String='{}'/>", "&#10;".repeat(200_000)),
        format!("<Annotation Term='a.b'><String>{}</String></Annotation>", "&lt;".repeat(200_000)),
        format!("<Annotation Term='a.b'><String>{}</String></Annotation>", "<Int/>".repeat(200_000)),
        "<!---->".repeat(200_000),
        "<!--".repeat(200_000),
        "<?a".repeat(200_000),
        "<?a?>".repeat(200_000),
        "<![CDATA[".repeat(200_000),
        "<a b=\"".repeat(200_000),
        "<!DOCTYPE [".repeat(200_000),
        "</".repeat(200_000),
    ];
    for body in bodies {
        assert_cheap(&format!("{ROOT}{body}</Schema>"));
    }
    assert_cheap(&"<!DOCTYPE a [<!ENTITY b 'c'>".repeat(200_000));
    assert_cheap(&"\u{feff}".repeat(200_000));
    assert_cheap(&" ".repeat(1 << 20));
    assert_cheap(&"&amp;".repeat(200_000));
}

#[test]
fn names_and_types_are_cheap() {
    const COUNT: usize = 50_000;
    let long = "x".repeat(100_000);
    let types = |of: &str| each(COUNT, |text, index| write!(text, "<ComplexType Name='t{index}'{of}/>").unwrap());
    let chain = each(COUNT, |text, index| {
        write!(text, "<EntityType Name='t{index}' BaseType='sample.t{}'/>", (index + 1) % COUNT).unwrap();
    });
    let definitions = each(COUNT, |text, index| {
        write!(text, "<TypeDefinition Name='t{index}' UnderlyingType='sample.t{}'/>", index + 1).unwrap();
    });
    let properties =
        |of: &str| each(COUNT, |text, index| write!(text, "<Property Name='p{index}' Type='{of}'/>").unwrap());
    let keys = each(COUNT, |text, index| write!(text, "<PropertyRef Name='q{index}'/>").unwrap());
    let bare = each(COUNT, |text, index| write!(text, "<Property Name='p{index}' Type='u{index}'/>").unwrap());
    let bodies = [
        types(""),
        types(" BaseType='sample.nothing'"),
        types(" BaseType='other.nothing'"),
        "<ComplexType Name='t'/>".repeat(COUNT),
        chain.replace("'sample.t0'", "'sample.t1'"),
        chain,
        definitions,
        format!("{}<ComplexType Name='last'>{bare}</ComplexType>", types("")),
        format!("<ComplexType Name='t'>{}</ComplexType>", properties("Edm.Strin")),
        format!("<ComplexType Name='t'>{}</ComplexType>", "<Property Name='p' Type='Edm.String'/>".repeat(COUNT)),
        format!("<EntityType Name='t'><Key>{keys}</Key>{}</EntityType>", properties("Edm.String")),
        each(100, |text, index| {
            write!(text, "<ComplexType Name='t{index}'><Property Name='p' Type='Edm.{long}'/></ComplexType>").unwrap();
        }),
        each(100, |text, index| {
            write!(text, "<ComplexType Name='t{index}{long}'><Property Name='p' Type='sample.{long}'/></ComplexType>")
                .unwrap();
        }),
        format!("<EnumType Name='t'>{}</EnumType>", "<Member Name='m'/>".repeat(COUNT)),
    ];
    for body in bodies {
        assert_cheap(&format!("{ROOT}{body}</Schema>"));
    }
    let schemas = each(COUNT, |text, index| {
        write!(text, "<Schema Namespace='s{index}' Alias='a{index}' xmlns='http://docs.oasis-open.org/odata/ns/edm'/>")
            .unwrap();
    });
    let root = "<e:Edmx Version='4.0' xmlns:e='http://docs.oasis-open.org/odata/ns/edmx'><e:DataServices>";
    let last = format!("{ROOT}<ComplexType Name='last'>{bare}</ComplexType></Schema>");
    assert_cheap(&format!("{root}{schemas}{last}</e:DataServices></e:Edmx>"));
}

#[test]
fn operations_and_containers_are_cheap() {
    const COUNT: usize = 20_000;
    let overloads = overloads(COUNT);
    let parameters = each(COUNT, |text, index| write!(text, "<Parameter Name='p{index}' Type='Edm.Int32'/>").unwrap());
    let sets = each(COUNT, |text, index| write!(text, "<EntitySet Name='s{index}' EntityType='sample.t'/>").unwrap());
    let imports = |of: &str| {
        each(COUNT, |text, index| write!(text, "<FunctionImport Name='i{index}' Function='sample.{of}'/>").unwrap())
    };
    let containers = each(COUNT, |text, index| {
        write!(text, "<EntityContainer Name='c{index}' Extends='sample.c{}'/>", index + 1).unwrap();
    });
    let bodies = [
        "<Action Name='f'/>".repeat(COUNT),
        format!("<Action Name='f'>{parameters}</Action>"),
        format!("<EntityContainer Name='c'>{sets}</EntityContainer>"),
        format!("{overloads}<EntityContainer Name='c'>{}</EntityContainer>", imports("f")),
        format!("{overloads}<EntityContainer Name='c'>{}</EntityContainer>", imports("g")),
        overloads,
        format!("{containers}<EntityContainer Name='c{COUNT}' Extends='sample.c0'/>"),
        containers,
    ];
    for body in bodies {
        assert_cheap(&format!("{ROOT}{body}</Schema>"));
    }
}

#[test]
fn annotations_are_cheap() {
    const COUNT: usize = 20_000;
    let annotation = |qualifier: usize| format!("<Annotation Term='a.b' Qualifier='q{qualifier}'/>");
    let annotations = each(COUNT, |text, index| text.push_str(&annotation(index)));
    let targets = |target: &dyn Fn(usize) -> String| {
        each(COUNT, |text, index| {
            write!(text, "<Annotations Target='{}'>{}</Annotations>", target(index), annotation(index)).unwrap();
        })
    };
    let overloads = overloads(COUNT);
    let bound = each(COUNT, |text, index| {
        write!(text, "<ComplexType Name='t{index}'/><Action Name='f' IsBound='true'>").unwrap();
        write!(text, "<Parameter Name='p' Type='sample.t{index}'/></Action>").unwrap();
    });
    let properties = each(COUNT, |text, index| write!(text, "<Property Name='p{index}' Type='Edm.Int32'/>").unwrap());
    let long = format!("<Annotation Term='a.b' String='{}'/>", "x".repeat(1 << 20));
    let bodies = [
        "<Annotation Term='a.b'/>".repeat(COUNT),
        each(COUNT, |text, index| write!(text, "<Annotation Term='a{index}.b'/>").unwrap()),
        each(COUNT, |text, index| write!(text, "<Annotation Term='a{index}'/>").unwrap()),
        targets(&|index| format!("sample.t{index}")),
        targets(&|_| "sample".to_owned()),
        targets(&|index| format!("sample/@a.b#q{index}")),
        format!("{annotations}{}", targets(&|index| format!("sample/@a.b#q{index}"))),
        format!("<ComplexType Name='t'>{properties}</ComplexType>{}", targets(&|index| format!("sample.t/q{index}"))),
        format!("<ComplexType Name='t'>{properties}</ComplexType>{}", targets(&|index| format!("sample.t/p{index}"))),
        format!(
            "<ComplexType Name='b'>{properties}</ComplexType><ComplexType Name='t' BaseType='sample.b'/>{}",
            targets(&|index| format!("sample.t/p{index}"))
        ),
        format!("{overloads}<Annotations Target='sample.f'>{annotations}</Annotations>"),
        format!("{overloads}<Annotations Target='sample.f'>{long}</Annotations>"),
        format!("{overloads}{}", targets(&|_| "sample.f".to_owned())),
        format!("{overloads}{}", targets(&|_| "sample.f(Edm.Int32)".to_owned())),
        format!("{overloads}{}", targets(&|index| format!("sample.f/p{index}"))),
        format!("{bound}{}", targets(&|index| format!("sample.f(sample.t{index})"))),
        format!("{bound}{}", targets(&|index| format!("sample.f(sample.t{index})/p"))),
        format!("<Annotations Target='sample.{}'/>", "(".repeat(100_000)),
        format!("<Annotations Target='sample.{}'/>", "/a.b".repeat(100_000)),
        format!("<Annotation Term='a.b' Path='{}'/>", "sample.a/".repeat(100_000)),
        format!("<Annotation Term='a.b' Path='{}'/>", "sample.a(".repeat(100_000)),
        format!("<Annotation Term='a.b' Path='{}'/>", "sample.a(sample.b,".repeat(100_000)),
        format!("<Annotation Term='a.b' EnumMember='{}'/>", "sample.a/b ".repeat(100_000)),
    ];
    for body in bodies {
        assert_cheap(&format!("{ROOT}{body}</Schema>"));
    }
}

#[test]
fn too_many_annotations_of_overloads_are_an_error() {
    let annotations = "<Annotation Term='a.b'/>".repeat(20_000);
    let text =
        format!("{ROOT}\n{}\n<Annotations Target='sample.f'>{annotations}</Annotations></Schema>", overloads(20_000));
    let (shown, is_refused) = shown("hostile.csdl", &text);
    assert!(is_refused);
    assert!(
        shown.contains("error[limit]: too many annotations or imports of elements with too many overloads"),
        "{shown}"
    );
    assert!(shown.contains(" --> hostile.csdl:3:22\n"), "{shown}");
}
