//! Descriptions in several files that reference each other.

use graph_codegen::Builder;

const PEOPLE: &str = r"openapi: 3.0.4
paths:
  /people:
    get:
      parameters: [ { name: $select, in: query, schema: { type: string } } ]
      responses: { 200: { $ref: 'parts/common.yml#/components/responses/people' } }
  /people/{id}/s.find(depth={depth}):
    parameters: [ { $ref: 'parts/common.yml#/components/parameters/depth' } ]
    get:
      x-ms-docs-operation-type: function
      responses: { 200: { $ref: 'parts/common.yml#/components/responses/person' } }
  /people/{id}/s.move:
    post:
      x-ms-docs-operation-type: action
      requestBody: { $ref: 'parts/common.yml#/components/requestBodies/move' }
      responses: { 204: { description: Done } }
components:
  responses:
    # Of the same name as the other file's, and another one.
    person: { description: No, content: { application/json: { schema: { type: string } } } }
  schemas:
    s.person:
      type: object
      properties:
        id: { type: string }
        place: { $ref: 'parts/common.yml#/components/schemas/s.place' }
";

const COMMON: &str = r"openapi: 3.0.4
paths: {}
components:
  responses:
    people:
      description: All
      content: { application/json: { schema: { type: object, properties: { value: { type: array, items: { $ref: '../people.yml#/components/schemas/s.person' } } } } } }
    person: { $ref: '#/components/responses/one' }
    one: { description: One, content: { application/json: { schema: { $ref: '../people.yml#/components/schemas/s.person' } } } }
  parameters:
    depth: { name: depth, in: path, schema: { type: integer, format: int32 } }
  requestBodies:
    move: { content: { application/json: { schema: { type: object, properties: { to: { $ref: '#/components/schemas/s.place' } } } } } }
  schemas:
    s.place: { type: object, properties: { street: { type: string } } }
";

fn generated(builder: Builder) -> String {
    let builder = builder.select("/people").select("/people/{id}/find").select("/people/{id}/move").select("s.place");
    builder.generate().unwrap_or_else(|error| panic!("{error}")).text().to_owned()
}

#[test]
fn references_between_files_are_resolved() {
    let builder =
        || Builder::new().metadata_text("api/people.yml", PEOPLE).metadata_text("api/parts/common.yml", COMMON);
    let resolved = builder().resolve().unwrap();
    assert_eq!(resolved.diagnostics.rendered(&resolved.sources).to_string(), "");
    let text = generated(builder());
    for line in [
        "pub fn find(&self, depth: impl Into<rt::Literal<i32>>) -> rt::Get<Person> {",
        "pub place: Option<rt::Object<Place>>,",
        "pub to: Option<rt::Object<Place>>,",
        "pub street: Option<String>,",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
}
